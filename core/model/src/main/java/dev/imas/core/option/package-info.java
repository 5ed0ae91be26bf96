/** What the owner of a source may set: checked by core, used by the gateway. Pure. */
@NullMarked
package dev.imas.core.option;

import org.jspecify.annotations.NullMarked;
