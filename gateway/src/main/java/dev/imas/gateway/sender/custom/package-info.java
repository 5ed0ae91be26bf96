/** JSON of a sender's own making. */
@NullMarked
package dev.imas.gateway.sender.custom;

import org.jspecify.annotations.NullMarked;
