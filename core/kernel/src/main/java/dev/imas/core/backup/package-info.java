/** How the backups of this installation fare, and drills of a restore. */
@NullMarked
package dev.imas.core.backup;

import org.jspecify.annotations.NullMarked;
