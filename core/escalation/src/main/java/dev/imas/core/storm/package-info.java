/**
 * Storms: so many new incidents of one team that an umbrella incident stands for the rest of them.
 * Those are incidents like any other, of which nobody is told until they are released.
 */
@NullMarked
package dev.imas.core.storm;

import org.jspecify.annotations.NullMarked;
