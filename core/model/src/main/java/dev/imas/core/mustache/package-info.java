/** What keeps templates that users write apart from everything but their variables. */
@NullMarked
package dev.imas.core.mustache;

import org.jspecify.annotations.NullMarked;
