/** A small storm of realistic bodies, and a report of the result. */
@NullMarked
package dev.imas.core.demo;

import org.jspecify.annotations.NullMarked;
