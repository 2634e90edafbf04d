"""What `placement demand` writes: lists, tables, a picture, in a folder of their own."""
