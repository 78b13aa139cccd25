/**
 * How typed keys and values become bytes. Codecs are pure functions, shared by threads; what one
 * throws fails the request that called it and nothing else.
 *
 * <p>Reading order: {@link io.atoll.client.codec.Codec}, {@link
 * io.atoll.client.codec.JacksonCodec}.
 */
package io.atoll.client.codec;
