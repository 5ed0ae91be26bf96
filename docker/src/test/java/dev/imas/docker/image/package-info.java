/** The image, as a container engine runs it. */
@NullMarked
package dev.imas.docker.image;

import org.jspecify.annotations.NullMarked;
