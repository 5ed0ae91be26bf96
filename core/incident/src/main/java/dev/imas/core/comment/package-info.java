/** What people write: comments that they edit, pin and delete, with mentions and reactions. */
@NullMarked
package dev.imas.core.comment;

import org.jspecify.annotations.NullMarked;
