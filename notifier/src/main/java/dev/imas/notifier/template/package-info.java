/** The words of a page. Pure: no Vert.x, no SQL, no clock. */
@NullMarked
package dev.imas.notifier.template;

import org.jspecify.annotations.NullMarked;
