/** What becomes of a post: the stages from what a door has taken to what is stored. */
@NullMarked
package dev.imas.gateway.pipeline;

import org.jspecify.annotations.NullMarked;
