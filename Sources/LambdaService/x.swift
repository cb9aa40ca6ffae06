// LambdaService
