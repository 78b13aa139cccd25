/**
 * The engine of the client: connections, the view of the cluster, the choice of nodes, repeats and
 * hedges.
 */
package io.atoll.client.engine;
