/* Runs scripts in an embedded PHP that is started and ended several times in one process.
 *
 * modes_embed (life INI [as SAPI] (run FILE)...)... */
#include <sapi/embed/php_embed.h>

static void run(const char *file)
{
	zend_first_try {
		zend_file_handle handle;
		zend_stream_init_filename(&handle, file);
		php_execute_script(&handle);
		zend_destroy_file_handle(&handle);
	} zend_end_try();
}

int main(int argc, char **argv)
{
	int i = 1;
	while (i + 1 < argc && strcmp(argv[i], "life") == 0) {
		php_embed_module.php_ini_path_override = argv[i + 1];
		i += 2;
		if (i + 1 < argc && strcmp(argv[i], "as") == 0) {
			php_embed_module.name = argv[i + 1];
			i += 2;
		}
		if (php_embed_init(1, argv) == FAILURE) {
			return 3;
		}
		bool first = true;
		while (i + 1 < argc && strcmp(argv[i], "run") == 0) {
			if (!first) {
				php_request_shutdown(NULL);
				if (php_request_startup() == FAILURE) {
					return 4;
				}
			}
			first = false;
			run(argv[i + 1]);
			i += 2;
		}
		php_embed_shutdown();
	}
	return i == argc ? 0 : 2;
}
