/** One event bus for the processes of an installation, if a setting names them. */
@NullMarked
package dev.imas.core.cluster;

import org.jspecify.annotations.NullMarked;
