/** What people are told of changes of rights, and of rights that end. */
@NullMarked
package dev.imas.core.rights;

import org.jspecify.annotations.NullMarked;
