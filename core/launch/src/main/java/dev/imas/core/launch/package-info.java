/** The command line, and the launcher that turns configured roles into a running process. */
@NullMarked
package dev.imas.core.launch;

import org.jspecify.annotations.NullMarked;
