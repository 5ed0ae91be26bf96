/** Links in messages, by which a person acknowledges and resolves without logging in. */
@NullMarked
package dev.imas.core.link;

import org.jspecify.annotations.NullMarked;
