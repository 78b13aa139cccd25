/**
 * The router in service, on Vert.x: {@link io.atoll.router.proxy.Router} starts a {@link
 * io.atoll.router.proxy.RouterLoop} for each event loop, which makes an {@link
 * io.atoll.router.proxy.Exchange} of each request, which makes {@link
 * io.atoll.router.proxy.Attempt}s at nodes until one of them, or the router itself, answers through
 * {@link io.atoll.router.proxy.Reply}. {@link io.atoll.router.proxy.Prober} feeds the load balancer
 * that the choice of nodes follows. Decisions are made in {@code health} and {@code policy}; here
 * is only what carries them out. Invariants: every request is answered once or its connection ends;
 * a request in flight at a node ends once; what is held in memory is bounded and given back. What
 * can fail: the port cannot be opened, which the start reports; everything later becomes an answer.
 */
package io.atoll.router.proxy;
