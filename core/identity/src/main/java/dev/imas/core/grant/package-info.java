/** Grants: permissions besides those of a role, for a team or for a time. */
@NullMarked
package dev.imas.core.grant;

import org.jspecify.annotations.NullMarked;
