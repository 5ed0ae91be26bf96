/** A small storm of real bodies, and a look at what became of it. */
@NullMarked
package dev.imas.core.demo;

import org.jspecify.annotations.NullMarked;
