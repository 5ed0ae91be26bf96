/** War rooms: channels at a chat vendor in which people work on one incident (COL-01 to COL-05). */
@NullMarked
package dev.imas.core.room;

import org.jspecify.annotations.NullMarked;
