/** Where alerts come from, and the keys that let them in. */
@NullMarked
package dev.imas.core.source;

import org.jspecify.annotations.NullMarked;
