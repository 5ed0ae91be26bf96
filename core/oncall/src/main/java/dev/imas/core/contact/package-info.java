/** How people are reached: their contact methods, and the rules by which they chose among them. */
@NullMarked
package dev.imas.core.contact;

import org.jspecify.annotations.NullMarked;
