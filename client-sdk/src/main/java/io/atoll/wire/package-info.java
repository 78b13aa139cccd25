/**
 * What nodes and clients must agree on byte for byte: tokens now, the client protocol later. No
 * Vert.x types.
 */
package io.atoll.wire;
