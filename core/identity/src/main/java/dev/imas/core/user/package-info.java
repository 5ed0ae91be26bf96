/** The people of a tenant, and the teams that they are members of. */
@NullMarked
package dev.imas.core.user;

import org.jspecify.annotations.NullMarked;
