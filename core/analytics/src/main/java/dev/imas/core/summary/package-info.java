/** What has happened in a day or a week, told to teams' channels and people. */
@NullMarked
package dev.imas.core.summary;

import org.jspecify.annotations.NullMarked;
