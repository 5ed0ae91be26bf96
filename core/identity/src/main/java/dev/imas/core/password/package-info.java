/** Passwords: what is asked of them, how they are kept, and how often one may guess. */
@NullMarked
package dev.imas.core.password;

import org.jspecify.annotations.NullMarked;
