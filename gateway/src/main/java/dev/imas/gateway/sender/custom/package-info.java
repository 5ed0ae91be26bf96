/** JSON of a sender's own. */
@NullMarked
package dev.imas.gateway.sender.custom;

import org.jspecify.annotations.NullMarked;
