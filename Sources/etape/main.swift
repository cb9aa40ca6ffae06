print("etape")
