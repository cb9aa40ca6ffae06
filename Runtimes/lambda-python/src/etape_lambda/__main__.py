import sys

from etape_lambda.environment import main

if __name__ == "__main__":
    main(sys.argv[1])
