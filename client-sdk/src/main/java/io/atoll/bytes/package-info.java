/**
 * How bytes are written and read, for everything that travels or is stored: one reader, one writer,
 * one checksum, one keyed code, one exception for bytes that are not what they should be. Imports
 * the JDK only; everybody may import it.
 *
 * <p>Invariants: whatever the bytes, a reader answers or throws {@link
 * io.atoll.bytes.MalformedBytesException}; it believes no length and no count for which the bytes
 * are not there.
 *
 * <p>Reading order: {@link io.atoll.bytes.ByteWriter}, {@link io.atoll.bytes.ByteReader}, {@link
 * io.atoll.bytes.Crc32c}, {@link io.atoll.bytes.SipHash}.
 */
package io.atoll.bytes;
