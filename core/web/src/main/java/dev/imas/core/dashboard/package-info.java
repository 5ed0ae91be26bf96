/** The dashboard's files, which the build makes of {@code src/main/web}, served as they are. */
@NullMarked
package dev.imas.core.dashboard;

import org.jspecify.annotations.NullMarked;
