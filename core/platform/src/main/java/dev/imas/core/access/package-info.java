/** Who may do what: permissions, the roles that have them, and grants. */
@NullMarked
package dev.imas.core.access;

import org.jspecify.annotations.NullMarked;
