package dev.nunchi.engine.image;

import dev.nunchi.engine.checkpoint.PictureConfig.Resample;

import java.util.Arrays;

/// Resamples 8-bit RGB pictures bit for bit as Pillow 12 does: a horizontal pass, then a vertical
/// one, each with weights rounded to 22 fraction bits and results rounded to 8 bits.
///
/// Only a window of the result is computed, so that a thread-thin picture, whose resized form would
/// be millions of pixels long, costs no more than what the centre crop keeps of it.
///
/// Source: Pillow 12, `src/libImaging/Resample.c` and, for nearest, `Geometry.c`.
final class Resampler {
    static final int FRACTION_BITS = 22;

    /// For pictures without padding.
    static final int[] NO_FILL = {0, 0, 0};

    private static final int HALF = 1 << (FRACTION_BITS - 1);

    private Resampler() {}

    /// One axis of a resize.
    ///
    /// @param canvas source length in pixels, padding included
    /// @param offset where the picture begins on the canvas
    /// @param length the picture's own length; the rest of the canvas has the fill colour
    /// @param full length of the whole result
    /// @param from first pixel of the result that is wanted
    /// @param wanted how many are wanted, `from + wanted ≤ full`
    record Axis(int canvas, int offset, int length, long full, long from, int wanted) {
        /// The whole of an axis without padding.
        static Axis whole(int length, int full) {
            return new Axis(length, 0, length, full, 0, full);
        }
    }

    /// Levels of the wanted window, row by row.
    ///
    /// @param rgb `horizontal.length() · vertical.length()` pixels
    /// @param fill colour of the canvas around the picture
    static byte[] resample(
            byte[] rgb, Axis horizontal, Axis vertical, Resample filter, int[] fill) {
        var columns = Taps.of(horizontal, filter);
        var rows = Taps.of(vertical, filter);
        int firstRow = rows.firstInside();
        int rowCount = Math.max(0, rows.lastInside() - firstRow);
        var squeezed = new byte[Math.multiplyExact(3 * horizontal.wanted(), rowCount)];
        for (int row = 0; row < rowCount; row++) {
            columns.alongRow(rgb, 3 * (firstRow + row) * horizontal.length(), fill, squeezed, row);
        }
        return rows.acrossRows(squeezed, firstRow, 3 * horizontal.wanted(), fill);
    }

    /// Which source pixels make each wanted pixel of an axis, and with what weight.
    ///
    /// @param starts first source pixel inside the picture, counted from the picture's begin
    /// @param weights 22-bit fractions of the pixels from `starts` on
    /// @param totals sum of all weights, those of the padding included
    @SuppressWarnings("ArrayRecordComponent") // tables, private to this file
    private record Taps(int[] starts, int[][] weights, int[] totals) {
        static Taps of(Axis axis, Resample filter) {
            var taps =
                    new Taps(
                            new int[axis.wanted()],
                            new int[axis.wanted()][],
                            new int[axis.wanted()]);
            if (filter == Resample.NEAREST) {
                taps.nearest(axis);
            } else {
                for (int i = 0; i < axis.wanted(); i++) {
                    taps.weighted(i, axis, filter);
                }
            }
            return taps;
        }

        private void nearest(Axis axis) {
            double scale = (double) axis.canvas() / axis.full();
            double centre = scale * 0.5;
            // summed, not multiplied: Pillow's rounding errors are part of its result
            for (long i = 0; i < axis.from(); i++) {
                centre += scale;
            }
            for (int i = 0; i < axis.wanted(); i++) {
                int source = Math.min((int) centre, axis.canvas() - 1);
                keepInside(i, axis, source, new int[] {1 << FRACTION_BITS});
                centre += scale;
            }
        }

        private void weighted(int i, Axis axis, Resample filter) {
            double scale = (double) axis.canvas() / axis.full();
            double stretch = Math.max(scale, 1);
            double support = support(filter) * stretch;
            double centre = (axis.from() + i + 0.5) * scale;
            int first = (int) Math.max(centre - support + 0.5, 0);
            int last = (int) Math.min(centre + support + 0.5, axis.canvas());
            var exact = new double[last - first];
            double sum = 0;
            for (int x = 0; x < exact.length; x++) {
                exact[x] = weight(filter, (x + first - centre + 0.5) * (1 / stretch));
                sum += exact[x];
            }
            var rounded = new int[exact.length];
            for (int x = 0; x < exact.length; x++) {
                double weight = sum == 0 ? exact[x] : exact[x] / sum;
                rounded[x] = (int) (weight * (1 << FRACTION_BITS) + (weight < 0 ? -0.5 : 0.5));
            }
            keepInside(i, axis, first, rounded);
        }

        private void keepInside(int i, Axis axis, int first, int[] all) {
            int begin = Math.clamp(axis.offset() - first, 0, all.length);
            int end = Math.clamp(axis.offset() + axis.length() - first, begin, all.length);
            starts[i] = first + begin - axis.offset();
            weights[i] = Arrays.copyOfRange(all, begin, end);
            totals[i] = Arrays.stream(all).sum();
        }

        /// The first source pixel that any wanted pixel needs.
        int firstInside() {
            int first = Integer.MAX_VALUE;
            for (int i = 0; i < starts.length; i++) {
                first = weights[i].length > 0 ? Math.min(first, starts[i]) : first;
            }
            return first == Integer.MAX_VALUE ? 0 : first;
        }

        /// One past the last source pixel that any wanted pixel needs.
        int lastInside() {
            int last = 0;
            for (int i = 0; i < starts.length; i++) {
                last = weights[i].length > 0 ? Math.max(last, starts[i] + weights[i].length) : last;
            }
            return last;
        }

        /// `Σ w·x` over picture and padding, as `f·Σw + Σ w·(x − f)` over the picture alone, which
        /// is the same in integers.
        void alongRow(byte[] rgb, int rowStart, int[] fill, byte[] into, int row) {
            int at = 3 * row * starts.length;
            for (int i = 0; i < starts.length; i++) {
                int red = HALF + fill[0] * totals[i];
                int green = HALF + fill[1] * totals[i];
                int blue = HALF + fill[2] * totals[i];
                int from = rowStart + 3 * starts[i];
                for (int weight : weights[i]) {
                    red += ((rgb[from] & 0xff) - fill[0]) * weight;
                    green += ((rgb[from + 1] & 0xff) - fill[1]) * weight;
                    blue += ((rgb[from + 2] & 0xff) - fill[2]) * weight;
                    from += 3;
                }
                into[at++] = level(red);
                into[at++] = level(green);
                into[at++] = level(blue);
            }
        }

        /// @param rows the rows from `firstRow` on, `stride` bytes each
        byte[] acrossRows(byte[] rows, int firstRow, int stride, int[] fill) {
            var result = new byte[Math.multiplyExact(stride, starts.length)];
            var sums = new int[stride];
            for (int i = 0; i < starts.length; i++) {
                for (int x = 0; x < stride; x++) {
                    sums[x] = HALF + fill[x % 3] * totals[i];
                }
                for (int tap = 0; tap < weights[i].length; tap++) {
                    int from = (starts[i] + tap - firstRow) * stride;
                    addRow(rows, from, weights[i][tap], fill, sums);
                }
                for (int x = 0; x < stride; x++) {
                    result[i * stride + x] = level(sums[x]);
                }
            }
            return result;
        }

        private static void addRow(byte[] rows, int from, int weight, int[] fill, int[] sums) {
            for (int x = 0; x < sums.length; x += 3) {
                sums[x] += ((rows[from + x] & 0xff) - fill[0]) * weight;
                sums[x + 1] += ((rows[from + x + 1] & 0xff) - fill[1]) * weight;
                sums[x + 2] += ((rows[from + x + 2] & 0xff) - fill[2]) * weight;
            }
        }

        private static byte level(int sum) {
            return (byte) Math.clamp(sum >> FRACTION_BITS, 0, 255);
        }
    }

    private static double support(Resample filter) {
        return switch (filter) {
            case NEAREST -> 0;
            case BILINEAR -> 1;
            case BICUBIC -> 2;
            case LANCZOS -> 3;
        };
    }

    private static double weight(Resample filter, double distance) {
        double x = Math.abs(distance);
        return switch (filter) {
            case NEAREST -> throw new IllegalArgumentException("nearest has no weights");
            case BILINEAR -> Math.max(1 - x, 0);
            case BICUBIC -> cubic(x);
            case LANCZOS -> x < 3 ? sinc(x) * sinc(x / 3) : 0;
        };
    }

    /// Keys' cubic with a = −0.5, evaluated in Pillow's order.
    private static double cubic(double x) {
        double a = -0.5;
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
    }
}
