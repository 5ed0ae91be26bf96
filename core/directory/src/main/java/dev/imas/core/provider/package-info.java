/** What tenants send with: providers, how they fare, and their test. */
@NullMarked
package dev.imas.core.provider;

import org.jspecify.annotations.NullMarked;
