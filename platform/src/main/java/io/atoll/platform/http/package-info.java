/**
 * What the HTTP servers of node and router have in common: its ports and connections, what a client
 * can make it hold, the receipt of bodies, the one end of each request, errors as RFC 9457 problems
 * of a {@link io.atoll.wire.ProblemType}, and the meters of all of it. What a request means and who
 * answers it is not known here. Everything is bounded per loop and used on its loop only, but for
 * what says otherwise. What can fail becomes a problem for the client.
 *
 * <p>Reading order: {@link io.atoll.platform.http.LoopServer}, {@link
 * io.atoll.platform.http.ServerLoop}, {@link io.atoll.platform.http.RequestGate}, {@link
 * io.atoll.platform.http.RequestHead}, {@link io.atoll.platform.http.HttpExchange}, {@link
 * io.atoll.platform.http.BodyReceipt}, {@link io.atoll.platform.http.Problem}.
 */
package io.atoll.platform.http;
