package dev.steadfast.gateway;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures of places that do not exist, one for each frame id. */
final class Scene {

    private Scene() {}

    static byte[] png(String frameId, int size) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image(frameId, size), "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    /** Red, green, blue, row by row, with Gaussian noise of that standard deviation. */
    static byte[] pixels(String frameId, int size, double sigma, long seed) {
        BufferedImage image = image(frameId, size);
        Random random = new Random(seed);
        byte[] pixels = new byte[3 * size * size];
        for (int i = 0; i < pixels.length; i++) {
            int rgb = image.getRGB(i / 3 % size, i / 3 / size);
            int value = (rgb >> (16 - 8 * (i % 3))) & 0xff;
            pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(value + 255 * sigma * random.nextGaussian())));
        }
        return pixels;
    }

    private static BufferedImage image(String frameId, int size) {
        Random random = new Random(frameId.hashCode() * 2654435761L);
        float hue = random.nextFloat();
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        Color sky = Color.getHSBColor(0.55f + 0.1f * random.nextFloat(), 0.35f, 0.95f);
        graphics.setPaint(new GradientPaint(0, 0, sky, 0, size, Color.WHITE));
        graphics.fillRect(0, 0, size, size);
        int horizon = size * (5 + random.nextInt(3)) / 10;
        graphics.setPaint(Color.getHSBColor(0.25f + 0.1f * random.nextFloat(), 0.35f, 0.55f));
        graphics.fillRect(0, horizon, size, size - horizon);
        graphics.setPaint(Color.getHSBColor(hue, 0.6f, 0.75f));
        int width = size * (4 + random.nextInt(3)) / 10;
        int left = random.nextInt(size - width);
        graphics.fillRoundRect(left, horizon - width / 3, width, width * 2 / 3, width / 4, width / 4);
        graphics.setPaint(Color.DARK_GRAY);
        graphics.fillOval(left + width / 10, horizon + width / 5, width / 4, width / 4);
        graphics.fillOval(left + width * 6 / 10, horizon + width / 5, width / 4, width / 4);
        graphics.dispose();
        return image;
    }
}
