/**
 * Why incidents happen: a tenant's causes of two levels, of which one is chosen when an incident is
 * resolved (C80). The free text beside it stays what it was.
 */
@NullMarked
package dev.imas.core.cause;

import org.jspecify.annotations.NullMarked;
