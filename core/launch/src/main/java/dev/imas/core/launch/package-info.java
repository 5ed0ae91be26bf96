/** The command line, and the launcher that starts the configured roles in one process. */
@NullMarked
package dev.imas.core.launch;

import org.jspecify.annotations.NullMarked;
