/** Services, the teams that own them, and how these teams are reached. */
@NullMarked
package dev.imas.core.catalog;

import org.jspecify.annotations.NullMarked;
