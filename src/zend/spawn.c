/* A program that outlives the process that starts it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* In the child, where only what a signal handler may do is allowed: other threads' locks are held for ever. */
static void become(char *const arguments[], char *const environment[])
{
	/* Handlers are reset by execve(), what is ignored is not; and PHP may have blocked some. */
	for (int number = 1; number < 65; number++) {
		signal(number, SIG_DFL);
	}
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (chdir("/") != 0) {
		_exit(126);
	}
	int nowhere = open("/dev/null", O_RDWR);
	for (int stream = 0; stream < 3; stream++) {
		dup2(nowhere, stream);
	}
	/* Listening sockets of the server, connections of its visitors and databases. */
#ifdef SYS_close_range
	if (syscall(SYS_close_range, 3u, ~0u, 0u) != 0)
#endif
	{
		for (int file = 3; file < 65536; file++) {
			close(file);
		}
	}
	execve(arguments[0], arguments, environment);
	_exit(127);
}

/* Starts it in a session of its own, as nobody's child: the one in between ends at once and is waited for. */
bool weft_start_detached(char *const arguments[], char *const environment[])
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pid_t between = fork();
	if (between == 0) {
		if (setsid() < 0) {
			_exit(1);
		}
		pid_t child = fork();
		if (child == 0) {
			become(arguments, environment);
		}
		_exit(child < 0);
	}
	int status = -1;
	if (between > 0) {
		while (waitpid(between, &status, 0) < 0) {
			/* Whoever ignores SIGCHLD has no children to wait for. */
			if (errno != EINTR) {
				status = 0;
				break;
			}
		}
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return between > 0 && status == 0;
}

/* Where this library was loaded from. */
const char *weft_library_path(void)
{
	Dl_info info;
	return dladdr((void *) weft_library_path, &info) != 0 ? info.dli_fname : NULL;
}
