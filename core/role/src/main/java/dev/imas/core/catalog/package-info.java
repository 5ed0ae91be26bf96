/** What can break and who cares: services, the teams that own them, and how a team is reached. */
@NullMarked
package dev.imas.core.catalog;

import org.jspecify.annotations.NullMarked;
