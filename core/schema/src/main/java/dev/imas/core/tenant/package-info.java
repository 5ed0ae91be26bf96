/** What a new installation and its first tenant start with. */
@NullMarked
package dev.imas.core.tenant;

import org.jspecify.annotations.NullMarked;
