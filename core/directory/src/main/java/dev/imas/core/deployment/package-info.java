/** Facts of change: deployments and pushes, and the environments and repositories they name. */
@NullMarked
package dev.imas.core.deployment;

import org.jspecify.annotations.NullMarked;
