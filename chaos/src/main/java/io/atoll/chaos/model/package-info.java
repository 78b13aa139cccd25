/**
 * The judge's own arithmetic: what consistency levels mean, which replicas a key has, and what its
 * reads may show, each worked out from its definition as a pure value. Nothing here asks the code
 * of the store that does the same, for a judge that does finds whatever it does right. Read {@link
 * io.atoll.chaos.model.LevelRule} first.
 */
package io.atoll.chaos.model;
