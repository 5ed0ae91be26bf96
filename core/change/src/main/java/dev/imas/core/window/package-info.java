/**
 * Deployment windows: when somebody intends to deploy what, what speaks against it, who approves
 * it, and how it went. A window is what is intended; a deployment is what happened.
 */
@NullMarked
package dev.imas.core.window;

import org.jspecify.annotations.NullMarked;
