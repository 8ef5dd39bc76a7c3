//! Durations, counted in buckets whose width grows with the duration.
//!
//! Each power of two is cut into eight buckets of equal width, so a value that is read back is at
//! most 1/16 (6.25 %) away from what was recorded, from a nanosecond to centuries. A function's
//! calls fall into a handful of buckets, so only buckets in use are stored.

use std::fmt;

use serde::de::{Error as _, SeqAccess, Unexpected, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// log2 of the buckets in each power of two.
const LINEAR_BITS: u32 = 3;
const LINEAR: u64 = 1 << LINEAR_BITS;

/// How many buckets cover all of u64.
const BUCKETS: u16 = ((64 - LINEAR_BITS + 1) << LINEAR_BITS) as u16;

/// How often which durations (nanoseconds) were seen. Counts saturate; nothing here panics.
#[derive(Clone, Default)]
pub struct Histogram {
    /// Bucket number and count (never 0), ascending by number.
    buckets: Vec<(u16, u32)>,
    /// Where the last record went: durations of one function like to repeat. Only a guess.
    last: usize,
}

/// One bucket that is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The shortest duration that belongs here, in nanoseconds.
    pub from: u64,
    /// The longest one, in nanoseconds.
    pub to: u64,
    /// How often such durations were recorded.
    pub count: u32,
}

impl Histogram {
    /// An empty histogram; does not allocate.
    pub const fn new() -> Self {
        Histogram { buckets: Vec::new(), last: 0 }
    }

    /// Counts one duration. Allocates at most when its bucket was empty.
    #[inline]
    pub fn record(&mut self, ns: u64) {
        let bucket = bucket_of(ns);
        match self.buckets.get_mut(self.last) {
            Some((last, count)) if *last == bucket => *count = count.saturating_add(1),
            _ => self.add(bucket, 1),
        }
    }

    /// Counts one duration so many times.
    pub fn record_many(&mut self, ns: u64, count: u32) {
        if count > 0 {
            self.add(bucket_of(ns), count);
        }
    }

    /// The number of the bucket that a duration belongs to: longer ones have greater numbers.
    #[inline(always)]
    pub fn bucket_number(ns: u64) -> u16 {
        bucket_of(ns)
    }

    /// The bucket of this number, with a count of 0.
    ///
    /// # Panics
    /// When no duration belongs to a bucket of this number.
    pub fn bucket(number: u16) -> Bucket {
        assert!(number < BUCKETS);
        let (from, width) = range(number);
        let to = from + (width - 1);
        Bucket { from, to, count: 0 }
    }

    /// Counts everything that `other` counted.
    pub fn merge(&mut self, other: &Histogram) {
        for &(bucket, count) in &other.buckets {
            self.add(bucket, count);
        }
    }

    fn add(&mut self, bucket: u16, added: u32) {
        self.last = match self.buckets.binary_search_by_key(&bucket, |&(b, _)| b) {
            Ok(at) => {
                let count = &mut self.buckets[at].1;
                *count = count.saturating_add(added);
                at
            }
            Err(at) => {
                self.buckets.insert(at, (bucket, added));
                at
            }
        };
    }

    /// The duration (nanoseconds) that a share `q` of all recorded durations does not exceed, at
    /// most 6.25 % off. 0 when empty; `q` outside of 0..=1 counts as the nearer end, NaN as 0.
    pub fn quantile(&self, q: f64) -> u64 {
        let count = self.count();
        // The cast takes NaN and negative numbers to 0.
        let rank = ((q * count as f64).ceil() as u64).clamp(1, count.max(1));
        let mut seen = 0;
        for &(bucket, count) in &self.buckets {
            seen += u64::from(count);
            if seen >= rank {
                return middle(bucket);
            }
        }
        0
    }

    /// How many durations were recorded.
    pub fn count(&self) -> u64 {
        self.buckets.iter().map(|&(_, n)| u64::from(n)).sum()
    }

    /// Whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.buckets.is_empty()
    }

    /// Forgets everything and keeps the memory for what comes next.
    pub fn clear(&mut self) {
        self.buckets.clear();
    }

    /// The buckets in use, shortest durations first.
    pub fn buckets(&self) -> impl Iterator<Item = Bucket> + '_ {
        self.buckets.iter().map(|&(bucket, count)| {
            let (from, width) = range(bucket);
            Bucket {
                from,
                to: from + (width - 1),
                count,
            }
        })
    }
}

/// The number of the bucket that `ns` belongs to. Below `2 * LINEAR` each value has its own.
#[inline(always)]
fn bucket_of(ns: u64) -> u16 {
    let shift = (63 - (ns | LINEAR).leading_zeros()) - LINEAR_BITS;
    ((u64::from(shift) << LINEAR_BITS) + (ns >> shift)) as u16
}

/// The shortest duration of a bucket, and its width.
fn range(bucket: u16) -> (u64, u64) {
    let bucket = u64::from(bucket);
    match (bucket >> LINEAR_BITS).checked_sub(1) {
        None => (bucket, 1),
        Some(shift) => ((LINEAR + bucket % LINEAR) << shift, 1 << shift),
    }
}

/// What stands for all durations of a bucket: half a width from each end, hence 1/16 at most.
fn middle(bucket: u16) -> u64 {
    let (from, width) = range(bucket);
    from + width / 2
}

impl PartialEq for Histogram {
    fn eq(&self, other: &Self) -> bool {
        self.buckets == other.buckets
    }
}

impl Eq for Histogram {}

impl fmt::Debug for Histogram {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_map().entries(self.buckets().map(|b| (b.from..=b.to, b.count))).finish()
    }
}

/// One flat sequence: bucket, count, bucket, count. Pairs of their own would cost a byte each.
impl Serialize for Histogram {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.buckets.len() * 2))?;
        for (bucket, count) in &self.buckets {
            seq.serialize_element(bucket)?;
            seq.serialize_element(count)?;
        }
        seq.end()
    }
}

impl<'de> Deserialize<'de> for Histogram {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(HistogramVisitor)
    }
}

struct HistogramVisitor;

impl<'de> Visitor<'de> for HistogramVisitor {
    type Value = Histogram;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "ascending buckets below {BUCKETS}, each followed by its count")
    }

    /// Refuses what would break the order that `record` relies on. The order also bounds memory.
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Histogram, A::Error> {
        let hint = seq.size_hint().unwrap_or(0) / 2;
        let mut buckets = Vec::with_capacity(hint.min(usize::from(BUCKETS)));
        let mut least = 0;
        while let Some(bucket) = seq.next_element::<u16>()? {
            let count = seq
                .next_element::<u32>()?
                .ok_or_else(|| A::Error::invalid_length(buckets.len() * 2 + 1, &self))?;
            if bucket < least || bucket >= BUCKETS {
                let found = Unexpected::Unsigned(bucket.into());
                return Err(A::Error::invalid_value(found, &self));
            }
            least = bucket + 1;
            if count > 0 {
                buckets.push((bucket, count));
            }
        }
        Ok(Histogram { buckets, last: 0 })
    }
}

#[cfg(test)]
mod tests;
