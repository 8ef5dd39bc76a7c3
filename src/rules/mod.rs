//! Which wrapper goes around which function: the rules of this process and their matcher.
