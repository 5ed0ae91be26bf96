/** Requests of the tenant's own making, by which any other system can be told (NTF-08). */
@NullMarked
package dev.imas.notifier.channel.custom;

import org.jspecify.annotations.NullMarked;
