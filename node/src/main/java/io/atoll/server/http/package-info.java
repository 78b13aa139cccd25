/**
 * The HTTP port of a node: it decodes requests, calls {@link io.atoll.server.Backend} on the loop
 * on which they arrived, and encodes what it answers. Nothing is promised here that the store did
 * not say: {@code Atoll-Replicas} says what was asked, answered and guaranteed, and what is not
 * built yet is refused with 501. Everything that a client can make the node hold is bounded per
 * loop (requests, body bytes, connections, time), and every error is an RFC 9457 problem of a
 * {@link io.atoll.wire.ProblemType}. {@code openapi.yaml} describes the API, {@code
 * docs/metrics.md} the meters.
 *
 * <p>Reading order: {@link io.atoll.server.http.HttpListener}, {@link
 * io.atoll.server.http.HttpApi}, {@link io.atoll.server.http.Exchange}, {@link
 * io.atoll.server.http.KvApi}, {@link io.atoll.server.http.ValueReceipt}; the other routes as
 * needed.
 */
package io.atoll.server.http;
